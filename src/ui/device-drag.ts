/** The type under which a device kind travels from the device list to the canvas by drag and drop. */
export const DEVICE_DRAG_TYPE = 'application/x-p2pdma-device';
