export type ChannelsError =
  | "channels.not_found"
  | "channels.delivery_not_found"
  | "channels.not_by_hand"
  | "channels.screen_not_found"
  | "channels.screen_token"
  | "channels.screen_not_shown"
  | "channels.upstream_topic"
  | "channels.upstream_item_not_found"
  | "channels.upstream_url"
  | "channels.upstream_known"
  | "channels.upstream_not_found";
