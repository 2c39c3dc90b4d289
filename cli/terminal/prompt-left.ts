/** Ctrl-C at a prompt comes as an error of the prompt. */
export function isPromptLeft(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === "ExitPromptError" || error.name === "AbortPromptError")
  );
}
