#!/usr/bin/env node
import process from 'node:process'
import { runCli } from '@aftercare/server/node'

process.exitCode = await runCli(process.argv.slice(2))
