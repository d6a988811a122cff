"""Pages: bonded areas for anybody, and what cargo officers enter and approve of them."""
