package main

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/alertmanager/alert"
	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/alertmanager/eventrecorder"
	"github.com/prometheus/alertmanager/featurecontrol"
	"github.com/prometheus/alertmanager/inhibit"
	"github.com/prometheus/alertmanager/marker"
	"github.com/prometheus/alertmanager/nflog"
	"github.com/prometheus/alertmanager/notify"
	"github.com/prometheus/alertmanager/provider/mem"
	"github.com/prometheus/alertmanager/silence"
	"github.com/prometheus/alertmanager/template"
	"github.com/prometheus/alertmanager/timeinterval"
	client "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
)

// notification is what a receiver gets.
type notification struct {
	// Seconds since the start of the scene.
	At          float64           `json:"at"`
	Receiver    string            `json:"receiver"`
	Status      model.AlertStatus `json:"status"`
	GroupLabels model.LabelSet    `json:"groupLabels"`
	Alerts      []oneAlert        `json:"alerts"`
}

type oneAlert struct {
	Status model.AlertStatus `json:"status"`
	Labels model.LabelSet    `json:"labels"`
}

// deliver gives Alertmanager what is sent, at its moments, and returns what its receivers get.
func deliver(t *testing.T, file string, sent []batch, start time.Time, lasts time.Duration) (got []notification, err error) {
	conf, err := config.LoadFile(file)
	if err != nil {
		return nil, err
	}
	synctest.Test(t, func(*testing.T) { got, err = replay(conf, sent, start, start.Add(lasts)) })
	return got, err
}

// replay runs within the virtual clock.
func replay(conf *config.Config, sent []batch, start, end time.Time) ([]notification, error) {
	time.Sleep(time.Until(start))
	receivers := newReceivers(conf, start)
	am, err := startAlertmanager(conf, receivers.integrations)
	if err != nil {
		return nil, err
	}
	defer am.stop()
	for _, one := range sent {
		time.Sleep(time.Until(one.at))
		if err := am.alerts.Put(context.Background(), received(one)...); err != nil {
			return nil, err
		}
		synctest.Wait()
	}
	time.Sleep(time.Until(end))
	synctest.Wait()
	return receivers.got, nil
}

// received are the alerts of a batch as the API of Alertmanager takes them.
func received(one batch) (alerts []*alert.Alert) {
	for _, given := range one.alerts {
		set := model.LabelSet{}
		given.Labels.Range(func(l labels.Label) { set[model.LabelName(l.Name)] = model.LabelValue(l.Value) })
		alerts = append(alerts, &alert.Alert{
			Alert:     model.Alert{Labels: set, StartsAt: given.StartsAt, EndsAt: given.EndsAt},
			UpdatedAt: one.at,
		})
	}
	return alerts
}

type alertmanager struct {
	alerts *mem.Alerts
	stop   func()
}

// Defaults of its flags.
const (
	alertGCInterval     = 30 * time.Minute
	maintenanceInterval = 30 * time.Second
	retention           = 120 * time.Hour
)

// startAlertmanager connects the parts as `app.reloader` of Alertmanager does.
func startAlertmanager(conf *config.Config, integrations map[string][]notify.Integration) (*alertmanager, error) {
	logger, events, flags, metrics := promslog.NewNopLogger(), eventrecorder.NopRecorder(), featurecontrol.NoopFlags{}, client.NewRegistry()
	log, err := nflog.New(nflog.Options{Retention: retention, Logger: logger, Metrics: metrics})
	if err != nil {
		return nil, err
	}
	silences, err := silence.New(silence.Options{Retention: retention, Logger: logger, Metrics: metrics, EventRecorder: events})
	if err != nil {
		return nil, err
	}
	silencer := silence.NewSilencer(silences, logger, events)
	alerts, err := mem.NewAlerts(context.Background(), alertGCInterval, 0, silencer, logger, events, metrics, flags)
	if err != nil {
		return nil, err
	}
	tmpl, err := template.FromGlobs(nil)
	if err != nil {
		return nil, err
	}
	intervals := map[string][]timeinterval.TimeInterval{}
	for _, one := range conf.TimeIntervals {
		intervals[one.Name] = one.TimeIntervals
	}
	groups := marker.NewGroupMarker()
	inhibitor := inhibit.NewInhibitor(alerts, conf.InhibitRules, logger, events)
	stage := notify.NewPipelineBuilder(metrics, flags, events).New(
		integrations, func() time.Duration { return 0 }, inhibitor, silencer, timeinterval.NewIntervener(intervals), groups, log, nil,
	)
	dispatcher := dispatch.NewDispatcher(
		alerts, dispatch.NewRoute(conf.Route, nil), stage, groups, timeout, maintenanceInterval, nil, logger, events, nil, tmpl,
	)
	go inhibitor.Run()
	inhibitor.WaitForLoading()
	go dispatcher.Run(time.Now())
	dispatcher.WaitForLoading()
	return &alertmanager{alerts, func() {
		dispatcher.Stop()
		inhibitor.Stop()
		alerts.Close()
	}}, nil
}

// timeout of a notification, as Alertmanager without a cluster has it.
func timeout(d time.Duration) time.Duration { return max(d, notify.MinTimeout) }

// receivers write down what they get.
type receivers struct {
	integrations map[string][]notify.Integration
	start        time.Time
	mutex        sync.Mutex
	got          []notification
}

func newReceivers(conf *config.Config, start time.Time) *receivers {
	all := &receivers{integrations: map[string][]notify.Integration{}, start: start, got: []notification{}}
	for _, one := range conf.Receivers {
		all.integrations[one.Name] = []notify.Integration{notify.NewIntegration(all, all, "scene", 0, one.Name)}
	}
	return all
}

// SendResolved says that the end of an alert is told, too.
func (all *receivers) SendResolved() bool { return true }

// Notify writes down one notification.
func (all *receivers) Notify(ctx context.Context, alerts ...*alert.Alert) (bool, error) {
	name, _ := notify.ReceiverName(ctx)
	group, _ := notify.GroupLabels(ctx)
	one := notification{
		At: time.Since(all.start).Seconds(), Receiver: name, Status: alert.Alerts(alerts...).Status(), GroupLabels: group,
	}
	for _, a := range alerts {
		one.Alerts = append(one.Alerts, oneAlert{a.Status(), a.Labels})
	}
	slices.SortFunc(one.Alerts, func(a, b oneAlert) int {
		if a.Labels.Before(b.Labels) {
			return -1
		}
		return 1
	})
	all.mutex.Lock()
	defer all.mutex.Unlock()
	all.got = append(all.got, one)
	return false, nil
}
