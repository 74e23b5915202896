"""Reading what people typed, answering in their own workbook, and exports."""
