// Command scenes says which notifications people would get in situations that are given as series: Prometheus' own rules
// decide what fires, Alertmanager's own dispatcher, inhibitor and notification pipeline what is sent, in virtual time.
//
//	scenes FILE
//
// FILE is YAML, with paths relative to it; see `input`. It prints a JSON array: for each scene its notifications in order.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"
	"go.yaml.in/yaml/v2"
	"golang.org/x/sync/errgroup"
)

// input is what is read.
type input struct {
	// Rules of Prometheus.
	RuleFiles []string `yaml:"rule_files"`
	// Its configuration, of which external labels and the relabeling of alerts are taken.
	Prometheus string `yaml:"prometheus"`
	// The configuration of Alertmanager. Each of its receivers tells us, in place of its integrations.
	Alertmanager string `yaml:"alertmanager"`
	// Time between samples, and between evaluations.
	Interval model.Duration `yaml:"interval"`
	// For this long nothing happens, and rules are evaluated now and then only: they look back for hours.
	Quiet model.Duration `yaml:"quiet"`
	// Seconds since 1970 at which each scene starts, after 2000.
	Start  int64   `yaml:"start"`
	Scenes []scene `yaml:"scenes"`
}

// scene is one situation.
type scene struct {
	Name string         `yaml:"name"`
	For  model.Duration `yaml:"for"`
	// In the notation of promtool.
	InputSeries []series `yaml:"input_series"`
	// What others than Prometheus send, such as Loki's ruler.
	Alerts []given `yaml:"alerts"`
}

type series struct {
	Series string `yaml:"series"`
	Values string `yaml:"values"`
}

// given is an alert that fires for a while, counted from the start of the scene.
type given struct {
	Labels map[string]string `yaml:"labels"`
	From   model.Duration    `yaml:"from"`
	To     model.Duration    `yaml:"to"`
}

// prometheus is what of its configuration is about alerts.
type prometheus struct {
	Global struct {
		ExternalLabels labels.Labels `yaml:"external_labels"`
	} `yaml:"global"`
	Alerting struct {
		AlertRelabelConfigs []*relabel.Config `yaml:"alert_relabel_configs"`
	} `yaml:"alerting"`
}

// told is what a scene came to.
type told struct {
	Name          string         `json:"name"`
	Notifications []notification `json:"notifications"`
}

// The virtual clock of `testing/synctest` wants a test around it.
func main() {
	any := func(_, _ string) (bool, error) { return true, nil }
	testing.Main(any, []testing.InternalTest{{Name: "scenes", F: func(t *testing.T) {
		if err := run(t, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "scenes:", err)
			os.Exit(2)
		}
		os.Exit(0)
	}}}, nil, nil)
}

func run(t *testing.T, args []string) error {
	if len(args) != 1 {
		return errors.New("usage: scenes FILE")
	}
	in, prom, err := read(args[0])
	if err != nil {
		return err
	}
	start := time.Unix(in.Start, 0).UTC()
	// Each takes some seconds of one core.
	sent := make([][]batch, len(in.Scenes))
	var all errgroup.Group
	all.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range in.Scenes {
		all.Go(func() (err error) {
			if sent[i], err = evaluate(in, prom, s, start); err != nil {
				return fmt.Errorf("scene %q: %w", s.Name, err)
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return err
	}
	out := []told{}
	for i, s := range in.Scenes {
		notifications, err := deliver(t, in.Alertmanager, sent[i], start, time.Duration(s.For))
		if err != nil {
			return fmt.Errorf("scene %q: %w", s.Name, err)
		}
		out = append(out, told{s.Name, notifications})
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

func read(path string) (in input, prom prometheus, err error) {
	if err := decode(path, &in, yaml.UnmarshalStrict); err != nil {
		return in, prom, err
	}
	beside(filepath.Dir(path), &in)
	if err := decode(in.Prometheus, &prom, yaml.Unmarshal); err != nil {
		return in, prom, err
	}
	if in.Interval <= 0 {
		return in, prom, fmt.Errorf("%s: interval (%s) must be longer than zero, such as 1m", path, in.Interval)
	}
	for _, one := range prom.Alerting.AlertRelabelConfigs {
		if err := one.Validate(model.UTF8Validation); err != nil {
			return in, prom, fmt.Errorf("%s: %w", in.Prometheus, err)
		}
	}
	return in, prom, nil
}

func decode(path string, into any, unmarshal func([]byte, any) error) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func beside(folder string, in *input) {
	in.Prometheus = filepath.Join(folder, in.Prometheus)
	in.Alertmanager = filepath.Join(folder, in.Alertmanager)
	for i, file := range in.RuleFiles {
		in.RuleFiles[i] = filepath.Join(folder, file)
	}
}
