import fc from "fast-check";
import { whileLocked } from "../../../sandbox/providers/azuread/principal-lock";

test("writes on one service principal never overlap and keep their order, whatever fails", async () => {
  const anyWrites = fc.array(fc.record({ principal: fc.nat({ max: 2 }), fails: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anyWrites, async (scheduler, writes) => {
      const order = new Map<string, number[]>();
      const inside = new Set<string>();
      const run = ({ principal, fails }: { principal: number; fails: boolean }, index: number) => {
        const id = `principal ${principal}`;
        return whileLocked(id, async () => {
          expect(inside.has(id)).toBe(false);
          inside.add(id);
          await scheduler.schedule(Promise.resolve(), `write ${index} on ${id}`);
          inside.delete(id);
          order.set(id, [...(order.get(id) ?? []), index]);
          if (fails) throw new Error("injected");
        });
      };
      const results = Promise.allSettled(writes.map(run));
      await scheduler.waitFor(results);

      const failed = (await results).map(({ status }) => status === "rejected");
      expect(failed).toEqual(writes.map(({ fails }) => fails));
      for (const indices of order.values())
        expect(indices).toEqual(indices.toSorted((a, b) => a - b));
    }),
  );
});

test("a write on another service principal does not wait", async () => {
  const never = new Promise<void>(() => {});
  void whileLocked("held", () => never);
  await expect(whileLocked("free", async () => "done")).resolves.toBe("done");
});
