/** The one person who works at Haven, and the place from which it sends. */
export const userId = 101_887_330_001;
export const staff = {
  id: userId,
  firstName: 'Robin',
  lastName: 'Hale',
  email: 'robin@example.com',
  locale: 'en',
} as const;
export const locationId = 78_310_440_001;
