/** Variables as `env -0` prints them, in the attached provider's folder. */
export const ENVIRONMENT_FILE = "environment";
/** How long a request of the attached provider may take, in milliseconds. Default: as long as any provider's. */
export const DEADLINE_VARIABLE = "DRUVA_SCIM_SANDBOX_DEADLINE_MS";
/** In the attached provider's folder, for those who share the process. */
export const CONTROL_SOCKET = "control";
