/** Fields of modules' structs in other orders: what is offered, and what chance makes of them. */
import {
  checkOffers,
  checkShuffles,
  describeReorderings,
  moduleSubjects,
} from '../reorder/subjects.ts';

const names = process.argv.slice(2);
for (const subject of moduleSubjects('gin', 'cobra', 'client_golang')) {
  if (names.length > 0 && !names.includes(subject.name)) {
    continue;
  }
  try {
    console.log(describeReorderings(`${subject.name}, shuffled`, await checkShuffles(subject)));
    console.log(describeReorderings(`${subject.name}, reordered`, await checkOffers(subject)));
  } catch (error) {
    console.log(`${subject.name}: ${String(error)}`);
    process.exitCode = 1;
  }
}
