/** The release that this project is tested with. */
export const IMAGE = 'docker.io/library/caddy:2.11.9';
