/** Whether a build machine runs this. */
export function isCi({ CI = "", TF_BUILD = "" }: NodeJS.ProcessEnv): boolean {
  return [CI, TF_BUILD].some((each) => /^(true|1)$/i.test(each)); // Azure Pipelines sets its own
}
