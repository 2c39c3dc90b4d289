import { serve } from "../../../provider/framework/serve"; // first: it claims stdout
import { azuread } from "./provider";

void serve(azuread);
