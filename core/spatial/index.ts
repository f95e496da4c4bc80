export {
  type Area,
  type AreaFault,
  type AreaFaultCode,
  type Position,
  type Ring,
  checkAreas,
} from './areas.ts';
export { type AreaIndex, makeAreaIndex } from './area-index.ts';
export { type Location, type PlanarPoint, locatePoint } from './point-in-polygon.ts';
export { type GlobePoint, globePoint, rdPoint } from './rd.ts';
export { type Polygon, polygonsOf } from './polygons.ts';
