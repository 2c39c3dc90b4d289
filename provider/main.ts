/** The provider's process. */
import { serve } from "./framework/serve"; // first: what loads after it may print
import { druva } from "./provider";

void serve(druva);
