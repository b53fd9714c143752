import type { ActionMetadata } from '../../runner/action-metadata.ts';

/** The form on the page of a release refuses a description of 125 characters or more. */
const DESCRIPTION_LIMIT = 125;
/** GitHub documents no limit for the name. This length still fits into its lists. */
const NAME_LIMIT = 64;

/** https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#brandingcolor */
const COLORS = 'white black yellow blue green orange red purple gray-dark'.split(' ');

/** Feather icons that the Marketplace leaves out. actionlint checks that an icon is one of Feather. */
const OMITTED_ICONS = (
  'coffee columns divide-circle divide-square divide frown hexagon key meh mouse-pointer smile tool ' +
  'x-octagon'
).split(' ');

/** What the GitHub Marketplace would refuse in action.yml, a sentence each. */
export function marketplaceProblems(
  action: Pick<ActionMetadata, 'name' | 'description' | 'branding'>,
): readonly string[] {
  const { branding, description, name } = action;
  const checks: readonly (readonly [isWrong: boolean, problem: string])[] = [
    [name.trim() === '' || name.length > NAME_LIMIT, `name: 1 to ${NAME_LIMIT} characters.`],
    [
      description.trim() === '' || description.length >= DESCRIPTION_LIMIT,
      `description: ${description.length} characters, fewer than ${DESCRIPTION_LIMIT} are allowed.`,
    ],
    [!COLORS.includes(branding.color), `branding.color: one of ${COLORS.join(', ')}.`],
    [
      !/^[a-z]+(-[a-z\d]+)*$/.test(branding.icon) || OMITTED_ICONS.includes(branding.icon),
      `branding.icon: a Feather icon, but none of ${OMITTED_ICONS.join(', ')}.`,
    ],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, problem]) => `action.yml, ${problem}`);
}
