/** The library: what an app of your own imports from "cdktf-druva-scim". */
export { CommandScimBinding, type CommandScimBindingProps } from "./command-scim-binding";
export type { Consumer } from "./rules/consumer";
export { DruvaProvider, type DruvaProviderProps } from "./druva-provider";
export {
  type EntraApplication,
  EntraScimBinding,
  type EntraScimBindingProps,
  type HiddenSettings,
} from "./entra-scim-binding";
export { type OktaApp, OktaScimBinding, type OktaScimBindingProps } from "./okta-scim-binding";
export type { IScimBinding, ScimBindingProps } from "./scim-binding";
export {
  type CommandEntry,
  DruvaScimRotation,
  type DruvaScimRotationProps,
  type EntraEntry,
  type OktaEntry,
} from "./scim-rotation";
export {
  type Beginning,
  DruvaScimToken,
  type DruvaScimTokenProps,
  type Issuer,
  type IScimToken,
  type RotationPolicy,
} from "./scim-token";
export { renamedFrom } from "./state-moves";
export { SynthError } from "./synth-error";
export type { NamedProvider } from "./vendor-providers";
