/** Some of the places of a replay, played in a thread of their own. */
import { parentPort, workerData } from 'node:worker_threads'
import { playPlaces, type Spring } from './replay.ts'

const { spring, part, parts } = workerData as { spring: Spring; part: number; parts: number }
parentPort?.postMessage(playPlaces(spring, part, parts))
