import { serve } from "../../../../provider/framework/serve";
import "./noisy-library";
import { toy } from "./provider";

void serve(toy);
