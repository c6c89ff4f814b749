"""Stock held for shoppers at checkout: for minutes, ending by themselves."""
