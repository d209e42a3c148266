"""Icons, trigger pictures, the guide: found through the package, wherever it is installed."""
