import { bareFamilies } from "./families.mjs";
import { FamilyLines } from "./family-lines.mjs";
import { FamilyMessages } from "./family-messages.mjs";

/**
 * The floor of scrapes of many small families: their lines or messages, whose bytes are ready, copied into one buffer, with the
 * current numbers. It has no gathering and no pauses, and in protobuf no count of a histogram may reach 128.
 */
export const copiedFamilies = {
  name: "copied families",
  formats: ["text", "protobuf"],
  create() {
    const laidOut = {};
    return bareFamilies((families, format) => {
      laidOut[format] ??= format === "protobuf" ? new FamilyMessages(families) : new FamilyLines(families);
      return laidOut[format].copy();
    });
  },
};
