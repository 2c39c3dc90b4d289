import { serve } from "../../../provider/framework/serve"; // first: it claims stdout
import { okta } from "./provider";

void serve(okta);
