#!/usr/bin/env node
import { main } from '../dist/src/rehearsal/crystal-main.js';

process.exit(await main());
