"""What a new version of a sheet does to claims that run under the one before."""
