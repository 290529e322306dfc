import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import {
  docsUrl,
  main
} from "./chunk-chunk-CLCHVZZR.js";
import "./chunk-chunk-BVKFSFIY.js";
import "./chunk-chunk-656SABO7.js";
export {
  docsUrl,
  main
};
