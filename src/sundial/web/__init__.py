"""Web: serves pages. They load nothing from elsewhere, and those without forms work without JavaScript."""
