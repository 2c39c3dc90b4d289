import { serve } from "../../../../provider/framework/serve";
import { toy } from "./provider";

void serve(toy);
