// For a compiler that knows `Symbol.dispose`.
import { open } from 'database';

export function count(): number {
  using db = open('app');
  return db.query('SELECT 1').length;
}
