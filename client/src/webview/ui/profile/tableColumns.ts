/** Columns that several tables of a profile have. */
import { amountText } from '../../../profiles/models/texts.ts';
import type { ViewHeader } from '../../profileProtocol.ts';
import type { TableColumn } from '../components/tableColumn.ts';

/** Values in the unit that is wanted. */
export function valueColumn<Row extends { readonly value: number }>(
  title: string,
  header: ViewHeader,
  unit: string,
): TableColumn<Row> {
  return {
    key: 'value',
    title,
    width: '10ch',
    isNumber: true,
    text: ({ value }) => amountText(header, value, unit),
  };
}

export function shareColumn<Row>(title: string, text: (row: Row) => string): TableColumn<Row> {
  return { key: 'share', title, width: '8ch', isNumber: true, text };
}
