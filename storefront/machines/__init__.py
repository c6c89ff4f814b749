"""What search engines, marketplaces, readers and chats ask of the site."""
