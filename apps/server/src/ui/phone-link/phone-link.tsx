import { Icon } from "#ui/icon/icon.tsx";

/** A number that a phone can dial; grouped so that it can be read aloud. `about` says whose it is. */
export function PhoneLink({
  number,
  about,
  size = "text",
}: {
  number: string;
  about: string;
  size?: "text" | "large";
}) {
  return (
    <a class={`phone-link phone-link--${size}`} href={`tel:${dialled(number)}`}>
      <Icon name="phone" />
      <span class="phone-link__number">
        <span class="visually-hidden">打电话给{about}：</span>
        {grouped(number)}
      </span>
    </a>
  );
}

/** RFC 3966 wants digits and an optional leading plus. */
function dialled(number: string): string {
  return number.replaceAll(/(?!^\+)\D/g, "");
}

/** `13800000001` → `138 0000 0001`; numbers with an area code or extension stay as written. */
export function grouped(number: string): string {
  const mobile = /^(1\d{2})(\d{4})(\d{4})$/.exec(number);
  return mobile ? `${mobile[1]} ${mobile[2]} ${mobile[3]}` : number;
}
