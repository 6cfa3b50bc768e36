/**
 * What the directory's search gives for each question that is there to tune on, worst first: how the question was understood and the ten best with their grades. Prints
 * JSON, in a second and without a database. The questions kept aside are never shown one by one: only their mean is, by `relevance`.
 *
 * BELOW (default 0.7) leaves out the questions that are better than that.
 */
import { understand } from '../src/capabilities/directory/search/understanding/understand.ts'
import { builtInVocabulary } from '../src/capabilities/directory/search/understanding/vocabulary.ts'
import { judgments, ndcg, questions } from './relevance/judged.ts'
import { realFeed } from './relevance/listed.ts'
import { rankInMemory } from './relevance/ours.ts'

const below = Number(process.env.BELOW ?? 0.7)
const real = await realFeed()
if (real) {
  const rank = rankInMemory(real.services)
  const names = new Map(real.services.map(({ serviceId, name }) => [serviceId, name]))
  const shown = questions
    .filter(({ heldOut }) => !heldOut)
    .map(({ id, typed }) => {
      const grades = judgments[id] ?? {}
      const ranked = rank(typed)
      const { needs } = understand(typed, builtInVocabulary())
      return {
        id,
        typed,
        ndcg: Math.round(ndcg(grades, ranked) * 1000) / 1000,
        needs: needs.map(({ needId, weight, because }) => `${needId} ${weight.toFixed(2)} “${because}”`),
        best: ranked.slice(0, 10).map(serviceId => `${grades[serviceId] ?? 0} ${names.get(serviceId)}`),
      }
    })
    .filter(({ ndcg }) => ndcg < below)
    .sort((a, b) => a.ndcg - b.ndcg)
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
}
