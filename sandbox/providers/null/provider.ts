/** A stand-in of hashicorp/null 3.3.0 for null_resource. */
import { provider } from "../../../provider/framework/provider";
import { nullResource } from "./null-resource";

export const nullProvider = provider<null>()({
  schema: { description: "", version: 0, fields: {} },
  configure: () => null,
  resources: { null_resource: nullResource },
  dataSources: {},
});
