"""The statutory tables as editable grids that look like the printed form."""
