package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"
	"github.com/prometheus/prometheus/notifier"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
)

// batch is what Alertmanager gets at one moment.
type batch struct {
	at     time.Time
	alerts []*notifier.Alert
}

// sender takes what the rules send, as the notifier of Prometheus does.
type sender func(alerts ...*notifier.Alert)

func (s sender) Send(alerts ...*notifier.Alert) { s(alerts...) }

// Prometheus' own default: what still fires is sent again after this long.
const resendDelay = time.Minute

// evaluate runs the rules over the series of a scene, as `promtool test rules` does, and returns what is sent on.
func evaluate(in input, prom prometheus, s scene, start time.Time) (sent []batch, err error) {
	suite, err := promqltest.NewLazyLoader(load(in.Interval, s.InputSeries), promqltest.LazyLoaderOpts{
		EnableAtModifier: true, EnableNegativeOffset: true, StartTime: start,
	})
	if err != nil {
		return nil, err
	}
	defer func() { _ = suite.Close() }()
	interval := time.Duration(in.Interval)
	suite.SubqueryInterval = interval

	var now []*notifier.Alert
	manager := rules.NewManager(&rules.ManagerOptions{
		QueryFunc:   rules.EngineQueryFunc(suite.QueryEngine(), suite.Storage()),
		Appendable:  suite.Storage(),
		Context:     context.Background(),
		NotifyFunc:  rules.SendAlerts(sender(func(alerts ...*notifier.Alert) { now = append(now, alerts...) }), ""),
		ResendDelay: resendDelay,
		Logger:      promslog.NewNopLogger(),
		Parser:      parser.NewParser(parser.Options{}),
	})
	groups, err := groupsOf(manager, in, prom)
	if err != nil {
		return nil, err
	}
	end := start.Add(time.Duration(s.For))
	quiet := start.Add(time.Duration(in.Quiet))
	for at := start; !at.After(end); at = next(at, quiet, interval) {
		now = givenAt(s.Alerts, start, at, interval)
		suite.WithSamplesTill(at, func(loadErr error) {
			if err = loadErr; err != nil {
				return
			}
			for _, group := range groups {
				group.Eval(suite.Context(), at)
			}
		})
		if err != nil {
			return nil, err
		}
		for _, group := range groups {
			for _, rule := range group.Rules() {
				if err := rule.LastError(); err != nil {
					return nil, fmt.Errorf("%s at %s: %w", rule.Name(), at.Sub(start), err)
				}
			}
		}
		if relabeled := relabelAll(prom, now); len(relabeled) > 0 {
			sent = append(sent, batch{at, relabeled})
		}
	}
	return sent, nil
}

// next is when rules are evaluated after a moment.
func next(at, quiet time.Time, interval time.Duration) time.Time {
	if later := at.Add(12 * interval); !later.After(quiet) {
		return later
	}
	return at.Add(interval)
}

// groupsOf reads the rule files, in an order that is always the same.
func groupsOf(manager *rules.Manager, in input, prom prometheus) ([]*rules.Group, error) {
	byKey, errs := manager.LoadGroups(time.Duration(in.Interval), prom.Global.ExternalLabels, "", nil, false, in.RuleFiles...)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	groups := []*rules.Group{}
	for _, group := range byKey {
		groups = append(groups, group)
		for _, rule := range group.Rules() {
			if alert, ok := rule.(*rules.AlertingRule); ok {
				// Else it waits for what fired before a restart, and writes no ALERTS.
				alert.SetRestored(true)
			}
		}
	}
	slices.SortFunc(groups, func(a, b *rules.Group) int {
		return strings.Compare(a.File()+";"+a.Name(), b.File()+";"+b.Name())
	})
	return groups, nil
}

func load(interval model.Duration, all []series) string {
	var text strings.Builder
	fmt.Fprintf(&text, "load %s\n", interval)
	for _, one := range all {
		fmt.Fprintf(&text, "  %s %s\n", one.Series, one.Values)
	}
	return text.String()
}

// givenAt are the alerts of others that fire at a moment, or have just ended.
func givenAt(all []given, start, at time.Time, interval time.Duration) (sent []*notifier.Alert) {
	for _, one := range all {
		from, to := start.Add(time.Duration(one.From)), start.Add(time.Duration(one.To))
		alert := &notifier.Alert{Labels: labels.FromMap(one.Labels), StartsAt: from, EndsAt: at.Add(4 * resendDelay)}
		if !at.Before(to) {
			alert.EndsAt = to
		}
		if !at.Before(from) && at.Before(to.Add(interval)) {
			sent = append(sent, alert)
		}
	}
	return sent
}

// relabelAll does what the notifier of Prometheus does before it sends.
func relabelAll(prom prometheus, alerts []*notifier.Alert) (kept []*notifier.Alert) {
	for _, one := range alerts {
		builder := labels.NewBuilder(one.Labels)
		prom.Global.ExternalLabels.Range(func(label labels.Label) {
			if one.Labels.Get(label.Name) == "" {
				builder.Set(label.Name, label.Value)
			}
		})
		if relabel.ProcessBuilder(builder, prom.Alerting.AlertRelabelConfigs...) {
			one.Labels = builder.Labels()
			kept = append(kept, one)
		}
	}
	return kept
}
