module conversionmeasure

go 1.22
