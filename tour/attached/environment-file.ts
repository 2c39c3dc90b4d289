/** Variables as `env -0` prints them, in the attached provider's folder. */
export const ENVIRONMENT_FILE = "environment";
