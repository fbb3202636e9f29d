"""Charts that PowerPoint can edit, written from what `briefgen.charts.native` says of them."""
