import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import {
  docsUrl,
  main
} from "./chunk-chunk-MP2NRJEP.js";
import "./chunk-chunk-I64XBHDD.js";
import "./chunk-chunk-656SABO7.js";
export {
  docsUrl,
  main
};
