export { uninterrupted } from "../protocol/process-end";
