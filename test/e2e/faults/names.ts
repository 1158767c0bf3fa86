/** An image with Python and its Prometheus client: the application's own. */
export const PYTHON = process.env.FLASK_IMAGE ?? 'flask-time:1.0.0';

/** Where notifications arrive. */
export const RECEIVER = { namespace: 'e2e-receiver', service: 'receiver', port: 8080 } as const;
