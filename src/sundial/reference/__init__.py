"""The lists that every client asks for once and then keeps: currencies, countries and time zones.

They are facts about the world and the same for everyone, so they live in the code and in no table. Other slices ask
them whether a currency code, a country id or a time zone that somebody sent exists.
"""
