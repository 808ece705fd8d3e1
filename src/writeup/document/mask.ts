/** What a message may carry that a shared page should not. */
const PERSONAL: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, "(e-mail)"],
  // 13 to 19 digits, in groups or not: a payment card.
  [/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, "(card number)"],
  [/(?<![\p{L}\p{N}])\+?\(?\d{2,4}\)?(?:[ ./-]\(?\d{2,8}\)?){2,4}(?!\d)/gu, "(phone)"],
  [/(?<![\p{L}\p{N}])\+\d{7,15}(?!\d)/gu, "(phone)"],
  // An order, invoice or tracking number: five digits or more, with or without letters before them.
  [/(?<![\p{L}\p{N}])#?(?:\p{L}{1,4}[-_ ]?)?(?:\d+-)*\d{5,}(?:-\d+)*(?!\p{N})/gu, "(number)"],
];

/**
 * A message with what looks like an e-mail address, a payment card, a phone or an order number put out of sight. By
 * form alone: names and addresses stay, and a price of five digits goes.
 *
 * @example mask("order 4417-88213 for ann@example.com") // "order (number) for (e-mail)"
 */
export function mask(text: string): string {
  return PERSONAL.reduce((masked, [pattern, word]) => masked.replace(pattern, word), text);
}
