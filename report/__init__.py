"""What leaves the product: numbers as JSON, text and, later, slides, workbooks and documents."""
