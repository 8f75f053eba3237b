"""Web: serves pages. They work without JavaScript and load nothing from elsewhere."""
