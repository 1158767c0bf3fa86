// Command pod-security says what the API server's Pod Security admission would say about the pods of a folder of
// manifests, without a cluster.
//
//	pod-security [-level LEVEL] [-version VERSION] FOLDER
//
// It prints a JSON array with one verdict per workload and exits with 1 if any of them is violated, with 2 if the
// manifests cannot be judged.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// Verdict is the outcome for one workload.
type Verdict struct {
	Namespace  string   `json:"namespace"`
	Kind       string   `json:"kind"`
	Name       string   `json:"name"`
	Level      string   `json:"level"`
	Version    string   `json:"version"`
	Violations []string `json:"violations"`
}

// manifest is the part of any object in which a pod may be described.
type manifest struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Template    *corev1.PodTemplateSpec `json:"template"`
		JobTemplate *struct {
			Spec struct {
				Template corev1.PodTemplateSpec `json:"template"`
			} `json:"spec"`
		} `json:"jobTemplate"`
	} `json:"spec"`
	pod *corev1.PodTemplateSpec
}

func main() {
	level := flag.String("level", "", "level to judge by (default: what the pod's namespace enforces)")
	version := flag.String("version", "latest", "policy version, such as v1.28")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	verdicts, err := judge(flag.Arg(0), *level, *version)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pod-security:", err)
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	if err := out.Encode(verdicts); err != nil {
		fmt.Fprintln(os.Stderr, "pod-security:", err)
		os.Exit(2)
	}
	for _, verdict := range verdicts {
		if len(verdict.Violations) > 0 {
			os.Exit(1)
		}
	}
}

func judge(folder, level, version string) ([]Verdict, error) {
	manifests, err := read(folder)
	if err != nil {
		return nil, err
	}
	policyVersion, err := api.ParseVersion(version)
	if err != nil {
		return nil, err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return nil, err
	}

	enforced := map[string]string{}
	for _, object := range manifests {
		if object.Kind == "Namespace" {
			enforced[object.Name] = object.Labels[api.EnforceLevelLabel]
		}
	}
	verdicts := []Verdict{}
	for _, object := range manifests {
		if object.pod == nil {
			continue
		}
		wanted := level
		if wanted == "" {
			wanted = enforced[object.Namespace]
		}
		podLevel, err := api.ParseLevel(wanted)
		if err != nil {
			return nil, fmt.Errorf("%s %s: namespace %q has no valid label %s here: %w",
				object.Kind, object.Name, object.Namespace, api.EnforceLevelLabel, err)
		}
		results := evaluator.EvaluatePod(api.LevelVersion{Level: podLevel, Version: policyVersion}, &object.pod.ObjectMeta, &object.pod.Spec)
		verdicts = append(verdicts, Verdict{
			Namespace: object.Namespace, Kind: object.Kind, Name: object.Name,
			Level: wanted, Version: policyVersion.String(), Violations: violations(results),
		})
	}
	if len(verdicts) == 0 {
		return nil, fmt.Errorf("no workload found in %s", folder)
	}
	return verdicts, nil
}

func violations(results []policy.CheckResult) []string {
	found := []string{}
	for _, result := range results {
		if !result.Allowed {
			one := policy.AggregateCheckResults([]policy.CheckResult{result})
			found = append(found, one.ForbiddenDetail())
		}
	}
	sort.Strings(found)
	return found
}

// read parses every document of every *.yaml file in the folder.
func read(folder string) ([]manifest, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var manifests []manifest
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(content), 4096)
		for {
			var raw json.RawMessage
			if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			object, err := parse(raw)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			manifests = append(manifests, object)
		}
	}
	return manifests, nil
}

func parse(raw json.RawMessage) (manifest, error) {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return manifest{}, err
	}
	if head.Kind == "Pod" {
		var pod corev1.Pod
		err := json.Unmarshal(raw, &pod)
		template := corev1.PodTemplateSpec{ObjectMeta: pod.ObjectMeta, Spec: pod.Spec}
		return manifest{TypeMeta: pod.TypeMeta, ObjectMeta: pod.ObjectMeta, pod: &template}, err
	}
	var object manifest
	if err := json.Unmarshal(raw, &object); err != nil {
		return manifest{}, err
	}
	object.pod = object.Spec.Template
	if object.Spec.JobTemplate != nil {
		object.pod = &object.Spec.JobTemplate.Spec.Template
	}
	return object, nil
}
