import { serve } from "../../../provider/framework/serve"; // first: it claims stdout
import { nullProvider } from "./provider";

void serve(nullProvider);
