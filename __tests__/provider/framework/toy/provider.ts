/** A provider for tests of the framework: `terraform.local/tests/toy`. */
import { ProviderError } from "../../../../provider/framework/diagnostics";
import { provider } from "../../../../provider/framework/provider";
import { dataSource } from "../../../../provider/framework/resource";
import { listOfObjects, oneOf, string } from "../../../../provider/framework/schema";
import { known } from "../../../../provider/framework/unknown";
import { thing, type ToyClient } from "./thing";

const echo = dataSource<ToyClient>()({
  schema: {
    description: "Says what it was told.",
    version: 0,
    fields: {
      text: string({ required: true, description: "What to say." }),
      voice: oneOf(["loud", "low"], { optional: true, description: "How to say it." }),
      said: string({ computed: true, description: "What was said." }),
      words: listOfObjects(
        { word: "string", length: "number" },
        { computed: true, description: "Each word." },
      ),
    },
  },
  async read({ config }, { client }) {
    const text = known(config.text) ?? "";
    const words = text.split(" ").map((word) => ({ word, length: word.length + 0.5 }));
    const voice = known(config.voice) ?? null;
    return { text, voice, said: `${client.greeting}, ${text}`, words };
  },
});

export const toy = provider<ToyClient>()({
  schema: {
    description: "A toy.",
    version: 0,
    fields: {
      greeting: string({ optional: true, description: "How to begin." }),
      tone: oneOf(["warm", "cold"], { optional: true, description: "How to sound." }),
      api_key: string({ optional: true, sensitive: true, description: "Not shown." }),
    },
  },
  configure(config) {
    if (known(config.greeting) === "") {
      throw new ProviderError({
        summary: "No greeting",
        detail: "Found an empty text. Leave it out for a default.",
        attribute: ["greeting"],
      });
    }
    return { greeting: known(config.greeting) ?? "hello" };
  },
  resources: { toy_thing: thing },
  dataSources: { toy_echo: echo },
});
