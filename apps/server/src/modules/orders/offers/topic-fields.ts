import type { ExpertField } from "#modules/people/index.ts";

/**
 * Which experts a topic of the vocabulary is for; a topic that is not named here goes by the one above it. Our own table: the
 * vocabulary says what is talked about, not who knows it.
 */
export const topicFields: Readonly<Record<string, readonly ExpertField[]>> = {
  health: ["medicine"],
  "healthy-eating": ["nutrition", "medicine"],
  "mental-health": ["psychology", "medicine"],
  food: ["nutrition"],
  "food-security": ["agriculture"],
  safety: ["emergency"],
  "digital-life": ["computing"],
  farming: ["agriculture"],
  environment: ["environment"],
  nature: ["biology", "environment"],
  space: ["astronomy", "physics"],
  "energy-security": ["energy"],
  "artificial-intelligence": ["computing"],
  "smart-manufacturing": ["engineering"],
  "climate-change": ["earth-science", "environment"],
  "scientific-spirit": ["history-of-science", "education"],
  "new-materials": ["materials"],
};
