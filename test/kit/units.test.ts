import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  byteSize,
  canonicalCpu,
  canonicalSize,
  cpuQuantity,
  mebibytes,
  millicores,
  promDuration,
  seconds,
  sizeQuantity,
} from '../../constructs/kit/units.ts';

test.each([
  [Duration.millis(0), '0s'],
  [Duration.millis(250), '250ms'],
  [Duration.millis(1500), '1500ms'],
  [Duration.seconds(15), '15s'],
  [Duration.seconds(60), '1m'],
  [Duration.seconds(90), '90s'],
  [Duration.minutes(120), '2h'],
  [Duration.hours(24), '1d'],
  [Duration.hours(36), '36h'],
  [Duration.days(15), '15d'],
])('%# a duration is written as Prometheus reads it', (duration, text) => {
  expect(promDuration(duration)).toBe(text);
});

test.each([
  [Size.kibibytes(1), '1Ki'],
  [Size.kibibytes(1536), '1536Ki'],
  [Size.mebibytes(512), '512Mi'],
  [Size.mebibytes(1024), '1Gi'],
  [Size.mebibytes(1536), '1536Mi'],
  [Size.mebibytes(2048), '2Gi'],
  [Size.gibibytes(10), '10Gi'],
  [Size.gibibytes(1024), '1Ti'],
  [Size.gibibytes(1536), '1536Gi'],
  [Size.tebibytes(2048), '2048Ti'],
  [Size.mebibytes(0), '0Ki'],
])('%# a size is written as the API server writes it back', (size, text) => {
  expect(canonicalSize(size)).toBe(text);
  expect(sizeQuantity(size)).toEqual({ value: text });
});

test.each([
  [Cpu.millis(50), 50, '50m'],
  [Cpu.millis(1000), 1000, '1'],
  [Cpu.millis(1500), 1500, '1500m'],
  [Cpu.units(2), 2000, '2'],
  [Cpu.units(0.25), 250, '250m'],
])('%# cores are written as the API server writes them back', (cpu, thousandths, text) => {
  expect(millicores(cpu)).toBe(thousandths);
  expect(canonicalCpu(cpu)).toBe(text);
  expect(cpuQuantity(cpu)).toEqual({ value: text });
});

test('sizes and durations keep their fractions', () => {
  expect(mebibytes(Size.kibibytes(1536))).toBe(1.5);
  expect(seconds(Duration.millis(1500))).toBe(1.5);
});

test('programs get a size in whole MiB, rounded down', () => {
  expect(byteSize(Size.gibibytes(8))).toBe('8192MiB');
  expect(byteSize(Size.kibibytes(2047))).toBe('1MiB');
});
