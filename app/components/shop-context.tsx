import { createContext, useContext } from 'react';

/** What pages need of the shop to show money and time as it does. */
export type Shop = { name: string | null; currency: string | null; timeZone: string };

const ShopContext = createContext<Shop>({ name: null, currency: null, timeZone: 'UTC' });

export const ShopProvider = ShopContext.Provider;

export function useShop(): Shop {
  return useContext(ShopContext);
}
