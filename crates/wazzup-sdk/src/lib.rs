//! Client and webhook server for the Wazzup API: WhatsApp, Telegram, Instagram, Viber, VK, Avito and MAX
