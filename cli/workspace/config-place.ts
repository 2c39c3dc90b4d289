/** Where in druva-scim.yaml a binding stands, for people who are to edit it. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";

import { type Consumer, keyOf } from "../../provider/bindings/consumer";
import type { Tenant } from "./workspace";

/** "druva-scim.yaml:41 (tenants.acme.bindings.okta, 0oaDruvaPerson)"; without a line where it is not found. */
export function placeInConfig(
  { name, workspace: { configFile } }: Tenant,
  { kind, id }: Pick<Consumer, "kind" | "id">,
): string {
  const lines = new LineCounter();
  const config = parseDocument(readFileSync(configFile, "utf8"), { lineCounter: lines });
  const path = ["tenants", name, "bindings", kind];
  const list = config.getIn(path, true);
  const entry = isSeq(list)
    ? list.items.find(
        (each) =>
          isMap(each) && keyOf({ kind, id: String(each.get("id")) }) === keyOf({ kind, id }),
      )
    : undefined;
  const [offset] = (isNode(entry) && entry.range) || [];
  const line = offset === undefined ? "" : `:${lines.linePos(offset).line}`;
  return `${relative(process.cwd(), configFile)}${line} (${path.join(".")}, ${id})`;
}
